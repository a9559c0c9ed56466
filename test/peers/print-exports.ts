/** Imports one entry of the package, as a user's program does, and prints what it exports: by its name, what it calls itself. */
const [, , entry] = process.argv;
if (entry === undefined) throw new Error('usage: print-exports ENTRY');
const exports = (await import(entry)) as Readonly<Record<string, unknown>>;
const names = Object.entries(exports).map(([name, value]) => [name, typeof value === 'function' ? value.name : name]);
console.log(JSON.stringify(Object.fromEntries(names)));
