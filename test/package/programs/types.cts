// As types.mts, from a CommonJS program.
import tensorduct = require('tensorduct');
import testing = require('tensorduct/testing');

function make(options: tensorduct.ContextOptions): tensorduct.Context {
  return new tensorduct.Context(options);
}

export = { make, suite: testing.testTransport };
