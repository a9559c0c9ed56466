// Uses an abstract name without and with a secret, and prints how it went.
import { Context, TensorductError } from 'tensorduct';

const url = `unix://@tensorduct-package-${process.pid}`;

/** @param {string | undefined} secret */
async function exchange(secret) {
  const context = new Context({ secret });
  try {
    await context.listen(url);
    const pipe = context.connect(url);
    await pipe.write({});
    return 'works';
  } finally {
    await context.close();
  }
}

async function connectOnly() {
  const context = new Context();
  try {
    await context.connect(url).write({});
  } finally {
    await context.close();
  }
}

/** @param {unknown} thrown */
const told = (thrown) => (thrown instanceof TensorductError ? `${thrown.code} ${thrown.message}` : String(thrown));

console.log(
  JSON.stringify({
    open: await exchange(undefined).catch(told),
    connect: await connectOnly().catch(told),
    secret: await exchange('a secret of sixteen bytes and more').catch(told),
  }),
);
