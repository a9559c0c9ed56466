/** Collects what is reported as a warning of the process. Disposing ends it. */
export class Warnings implements Disposable {
  readonly codes: unknown[] = [];

  constructor() {
    process.on('warning', this.note);
  }

  [Symbol.dispose](): void {
    process.off('warning', this.note);
  }

  private readonly note = (warning: Error & { code?: unknown }): void => {
    if (warning.name === 'TensorductWarning') this.codes.push(warning.code);
  };
}
