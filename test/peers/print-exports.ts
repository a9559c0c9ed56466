/** Imports one entry of the package, as a user's program does, and prints the names that it exports. */
const [, , entry] = process.argv;
if (entry === undefined) throw new Error('usage: print-exports ENTRY');
const exports: unknown = await import(entry);
console.log(JSON.stringify(typeof exports === 'object' && exports !== null ? Object.keys(exports) : []));
