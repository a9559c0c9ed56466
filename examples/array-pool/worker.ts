/** Fills the slices that it is sent the handles of. */
import { ArrayPool, type ArrayHandle } from 'tensorduct';

interface Task {
  readonly index: number;
  readonly slice: ArrayHandle<'float64'>;
}

const pool = await ArrayPool.create();

process.on('message', ({ index, slice: handle }: Task) => {
  void fill(index, handle);
});

async function fill(index: number, handle: ArrayHandle<'float64'>): Promise<void> {
  using slice = await pool.fromHandle(handle);
  slice.data.fill(index);
  process.send?.(index);
}
