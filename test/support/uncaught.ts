/** The next exception that nobody catches: it then ends nothing. Calls must not overlap. */
export function nextUncaught(): Promise<unknown> {
  return new Promise((resolve) => {
    process.setUncaughtExceptionCaptureCallback((error: unknown) => {
      process.setUncaughtExceptionCaptureCallback(null);
      resolve(error);
    });
  });
}
