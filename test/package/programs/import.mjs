// Imports every entry of the package, and prints what each exports.
import * as tensorduct from 'tensorduct';
import * as testing from 'tensorduct/testing';

console.log(JSON.stringify([Object.keys(tensorduct).sort(), Object.keys(testing).sort()]));
