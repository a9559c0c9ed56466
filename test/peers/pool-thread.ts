/** A worker thread that gets an array by its handle, tells the sum of its elements, and changes the first one. */
import { parentPort } from 'node:worker_threads';
import { ArrayPool, type ArrayHandle } from 'tensorduct';

const pool = await ArrayPool.create();
parentPort?.once('message', (handle: ArrayHandle<'float64'>) => {
  void pool.fromHandle(handle).then((array) => {
    const sum = array.data.reduce((total, element) => total + element, 0);
    array.data[0] = -1;
    parentPort?.postMessage(sum);
  });
});
