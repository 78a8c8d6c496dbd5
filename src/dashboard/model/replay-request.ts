/** The input of the replay form. */
export interface ReplayForm {
  readonly days: number;
  readonly timeZone: string;
  /** The id of the policy in force, if it is to be tried. */
  readonly inForce: string | undefined;
  /** The typed text of a policy; empty for none. */
  readonly typed: string;
  readonly recommend: boolean;
}

/** The body of a request, or why it is not complete. */
export type ReplayBody = { readonly body: object } | { readonly fault: string };

/** The body of a replay request. A typed policy with the id of the one in force is tried beside it, under another id. */
export function replayBody({ days, timeZone, inForce, typed, recommend }: ReplayForm): ReplayBody {
  const others: unknown[] = inForce === undefined ? [] : [inForce];
  if (typed.trim() === '') return { body: { days, timeZone, policies: others, recommend } };
  try {
    const policy: unknown = JSON.parse(typed);
    if (typeof policy !== 'object' || policy === null || Array.isArray(policy))
      return { fault: 'A policy in JSON is expected.' };
    const isSame = inForce !== undefined && 'id' in policy && policy.id === inForce;
    const named = isSame ? { ...policy, id: `${inForce.slice(0, LONGEST_ID - AS_TYPED.length)}${AS_TYPED}` } : policy;
    return { body: { days, timeZone, policies: [...others, named], recommend } };
  } catch (error) {
    return { fault: `Not JSON yet: ${error instanceof Error ? error.message : ''}` };
  }
}

const AS_TYPED = '-as-typed';
const LONGEST_ID = 64;
