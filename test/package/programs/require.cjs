// As import.mjs, from a CommonJS program.
const tensorduct = require('tensorduct');
const testing = require('tensorduct/testing');

console.log(JSON.stringify([Object.keys(tensorduct).sort(), Object.keys(testing).sort()]));
