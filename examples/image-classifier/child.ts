import { connectParent, type Parent } from 'tensorduct';
import { firstLine, news } from './news.js';

/**
 * Does a child's work and ends with it. What goes wrong is told to the launcher in one line; when the launcher is gone,
 * so is the child.
 */
export async function runChild(work: (launcher: Parent) => Promise<void>): Promise<void> {
  const launcher = await connectParent();
  launcher.pipe.once('error', () => process.exit(1));
  try {
    await work(launcher);
  } catch (thrown) {
    process.exitCode = 1;
    await launcher.pipe.write(news('failed', firstLine(thrown)));
  }
  await launcher.pipe.close();
  await launcher.context.close();
}
