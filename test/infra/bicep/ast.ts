/** An expression of the subset of Bicep that is used here. */
export type Expression =
  | { readonly kind: 'literal'; readonly value: string | number | boolean | null }
  | { readonly kind: 'text'; readonly parts: readonly (string | Expression)[] }
  | { readonly kind: 'array'; readonly items: readonly Expression[] }
  | { readonly kind: 'object'; readonly members: readonly Member[]; readonly resources: readonly Declaration[] }
  | { readonly kind: 'name'; readonly name: string }
  | { readonly kind: 'member'; readonly of: Expression; readonly name: string; readonly isSafe: boolean }
  | { readonly kind: 'index'; readonly of: Expression; readonly at: Expression }
  | { readonly kind: 'call'; readonly name: string; readonly given: readonly Expression[] }
  | { readonly kind: 'lambda'; readonly names: readonly string[]; readonly body: Expression }
  | { readonly kind: 'unary'; readonly sign: string; readonly of: Expression }
  | { readonly kind: 'binary'; readonly sign: string; readonly left: Expression; readonly right: Expression }
  | { readonly kind: 'choice'; readonly if: Expression; readonly then: Expression; readonly else: Expression }
  | Loop;

export interface Member {
  readonly key: Expression;
  readonly value: Expression;
}

/** `[for item in of: body]`, of resources also with a condition. */
export interface Loop {
  readonly kind: 'loop';
  readonly item: string;
  readonly index: string | undefined;
  readonly of: Expression;
  readonly condition: Expression | undefined;
  readonly body: Expression;
}

export interface Decorator {
  readonly name: string;
  readonly given: readonly Expression[];
}

/** Everything that a file can declare. */
export interface Declaration {
  readonly kind: 'param' | 'var' | 'resource' | 'module' | 'output';
  readonly name: string;
  readonly line: number;
  readonly decorators: readonly Decorator[];
  /** Of a parameter and an output. */
  readonly type: string | undefined;
  /** Of a resource its type and version, of a module its file. */
  readonly of: string | undefined;
  readonly isExisting: boolean;
  readonly condition: Expression | undefined;
  /** Of a parameter its default. */
  readonly value: Expression | undefined;
}

export interface BicepFile {
  readonly path: string;
  readonly targetScope: 'subscription' | 'resourceGroup';
  readonly declarations: readonly Declaration[];
}
