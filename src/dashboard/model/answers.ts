// The answers of the API as far as the page reads them; what each means is in the API's own description. The page comes from
// the app that answers, so that it is not checked again here.

export interface AccountsAnswer {
  readonly now: string;
  readonly accounts: readonly { readonly name: string }[];
}

export interface CapacityAnswer {
  readonly min: number;
  readonly max: number | null;
  readonly because: readonly string[];
}

export interface ActAnswer {
  readonly node: string;
  readonly action: string;
  readonly reason: string;
  readonly outcome?: string;
}

export interface PlanAnswer {
  readonly at: string;
  readonly correlation: string;
  readonly mode: string | null;
  readonly leftAlone: string | null;
  readonly acts: readonly ActAnswer[];
  readonly left: readonly { readonly rule: string; readonly nodes: number; readonly example: string }[];
}

export interface PoolAnswer {
  readonly account: string;
  readonly id: string;
  readonly nodes: number;
  readonly states: Readonly<Record<string, number>>;
  readonly policy: { readonly id: string; readonly mode: string; readonly because: string } | null;
  readonly reason: string | null;
  readonly capacity: {
    readonly now: CapacityAnswer;
    readonly next: (CapacityAnswer & { readonly at: string }) | null;
  } | null;
  readonly circuit: { readonly openedAt: string; readonly because: string } | null;
  readonly lastPlan: PlanAnswer | null;
}

export interface PoolsAnswer {
  readonly account: string;
  readonly pools: readonly PoolAnswer[];
}

export interface TimelineAnswer {
  readonly now: string;
  readonly from: string;
  readonly to: string;
  readonly nodes: number;
  readonly on: readonly { readonly at: string; readonly nodes: number }[];
  readonly asked: readonly (CapacityAnswer & { readonly at: string })[];
}

export interface RecordAnswer {
  readonly id: string;
  readonly at: string;
  readonly actor: string;
  readonly action: string;
  readonly phase: string;
  readonly outcome?: string;
  readonly subject: string;
  readonly node?: string;
  readonly reason: string;
  readonly correlation: string;
}

export interface RecordsAnswer {
  readonly records: readonly RecordAnswer[];
  readonly cursor: string | null;
}

export interface ExplanationAnswer {
  readonly at: string;
  readonly leftAlone: string | null;
  readonly notes: readonly string[];
  readonly nextChange: string | null;
  readonly decisions: readonly {
    readonly node: string;
    readonly action: string;
    readonly rule: string;
    readonly reason: string;
    readonly facts: {
      readonly state: string | null;
      readonly since: string | null;
      readonly runningTasks: number | null;
    };
  }[];
}

export interface TotalsAnswer {
  readonly nodeHoursOff: number;
  readonly restarts: number;
  readonly restartNodeHours: number;
  readonly unpricedNodeHours: number;
  readonly money: readonly {
    readonly currency: string;
    readonly nodes: number;
    readonly disks: number;
    readonly restarts: number;
    readonly saved: number;
  }[];
}

export interface SavingsAnswer {
  readonly from: string;
  readonly to: string;
  readonly total: TotalsAnswer;
  readonly groups: readonly (TotalsAnswer & { readonly pool?: string })[];
  readonly uncounted: readonly { readonly node: string; readonly reason: string }[];
}
