export type DocumentKind = 'schedules' | 'policies' | 'subscriptions' | 'rules';

/** A document as it is kept: its text is what was sent, its version changes with every change of it. */
export interface StoredDocument {
  readonly kind: DocumentKind;
  readonly id: string;
  readonly version: string;
  /** JSON. */
  readonly text: string;
  /** Who wrote it. */
  readonly actor: string;
  /** Why its text is not known; it is empty then. Among others only: whoever asks for it alone gets the error. */
  readonly fault?: string;
}

/** What must be there already for a write to be done: one of these versions, nothing at all, or whatever there is. */
export type Expected = { readonly oneOf: readonly string[] } | 'absent' | 'any';

export interface DocumentReader {
  /** Ordered by id. */
  list(kind: DocumentKind): Promise<readonly StoredDocument[]>;
  get(kind: DocumentKind, id: string): Promise<StoredDocument | undefined>;
}

export interface DocumentStore extends DocumentReader {
  /** @throws AppError DocumentChanged if something else than expected is there */
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

/** A document in a file that the app brings along. */
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
