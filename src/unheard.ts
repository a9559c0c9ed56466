import type { TensorductError } from './errors.js';

/** Reports errors that nobody has received: the first one, as a warning of the process. */
export class UnheardErrors {
  private reported = false;

  report(error: TensorductError): void {
    if (this.reported) return;
    this.reported = true;
    process.emitWarning(error.message, { type: 'TensorductWarning', code: error.code });
  }
}
