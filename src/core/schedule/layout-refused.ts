/** A schedule that cannot be laid out: it, or a calendar that it names, asks for more than may be spent on it. The message says why. */
export class LayoutRefused extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'LayoutRefused';
  }
}
