/** What is wrong with an input, and where, as a JSON path: `$.windows[0].from`. */
export interface InputFault {
  readonly path: string;
  readonly message: string;
}
