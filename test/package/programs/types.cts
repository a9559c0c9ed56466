// As types.mts, from a CommonJS program.
import tensorduct = require('tensorduct');
import testing = require('tensorduct/testing');

export const context: tensorduct.Context = new tensorduct.Context();
export const suite: typeof testing.testTransport = testing.testTransport;
