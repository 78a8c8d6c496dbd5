/**
 * The result of `asked`, within a time limit. Without the limit, a connection that its other end dropped silently would
 * block the tick for ever.
 * @throws Error with `tooLate` as its message, or whatever `asked` rejects with
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
