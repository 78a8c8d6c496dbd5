export type DocumentKind = 'schedules' | 'policies' | 'subscriptions' | 'rules';

/** A document as stored. Its text is the one that was sent, and its version changes with each change. */
export interface StoredDocument {
  readonly kind: DocumentKind;
  readonly id: string;
  readonly version: string;
  /** JSON. */
  readonly text: string;
  /** The caller who wrote it. */
  readonly actor: string;
  /** Why the text cannot be read; `text` is then empty. Only lists have this: reading the document alone throws the error. */
  readonly fault?: string;
}

/** The condition of a write: one of these versions exists, nothing exists, or `any`, which accepts every version. */
export type Expected = { readonly oneOf: readonly string[] } | 'absent' | 'any';

export interface DocumentReader {
  /** Ordered by id. */
  list(kind: DocumentKind): Promise<readonly StoredDocument[]>;
  get(kind: DocumentKind, id: string): Promise<StoredDocument | undefined>;
}

export interface DocumentStore extends DocumentReader {
  /** @throws AppError DocumentChanged if the condition is not met */
  put(document: Omit<StoredDocument, 'version'>, expected: Expected): Promise<StoredDocument>;
  /** @throws AppError DocumentChanged, DocumentNotFound */
  delete(kind: DocumentKind, id: string, expected: Expected): Promise<void>;
}

export interface HasDocumentReader {
  readonly documents: DocumentReader;
}

export interface HasDocumentStore {
  readonly documents: DocumentStore;
}

/** A document in a file that ships with the app. */
export interface DocumentFile {
  readonly kind: DocumentKind;
  readonly file: string;
  readonly text: string;
}

export interface DocumentFiles {
  read(): Promise<readonly DocumentFile[]>;
}

export interface HasDocumentFiles {
  readonly documentFiles: DocumentFiles;
}
