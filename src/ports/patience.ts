/**
 * What was asked, for as long as there is patience: a connection whose other end has gone without a word would be waited for without
 * end, and with it the tick.
 * @throws Error with `tooLate` as its message; whatever was asked throws
 */
export async function withPatience<Value>(
  asked: Promise<Value>,
  patienceMs: number,
  tooLate = `no answer within ${patienceMs / 1000} s`,
): Promise<Value> {
  const waited = Promise.withResolvers<never>();
  const timer = setTimeout(() => waited.reject(new Error(tooLate)), patienceMs);
  try {
    return await Promise.race([asked, waited.promise]);
  } finally {
    clearTimeout(timer);
  }
}
