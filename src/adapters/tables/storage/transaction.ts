import { randomUUID } from 'node:crypto';
import type { PipelineResponse } from '@azure/core-rest-pipeline';
import type { TableClient } from '@azure/data-tables';
import { addressOf, refused, send } from './send.ts';
import type { Table } from './table.ts';
import { type TransactionWrite, transactionBody } from './transaction-body.ts';

/**
 * Writes rows of one partition atomically, and returns the ETag of each: first that of a row, then those of its copies.
 *
 * The request is the one that the SDK would make, and goes through its pipeline. But the SDK creates a client and a pipeline
 * for each transaction and sends every row through them, which takes more processor time than everything that the app does with
 * the rows.
 * https://learn.microsoft.com/rest/api/storageservices/performing-entity-group-transactions
 * @throws RestError with the status of the row for which the transaction was refused
 */
export function writeTransaction(
  table: Table,
  writes: readonly TransactionWrite[],
): Promise<readonly (string | undefined)[]> {
  return table.run(async (client) => {
    const response = await sendTransaction(client, writes);
    const answers = answersIn(response);
    const refusal = answers.find(({ status }) => !(status < 300));
    if (refusal !== undefined) throw await refused(response, refusal);
    const rows = writes.reduce((sum, { copies = [] }) => sum + 1 + copies.length, 0);
    if (answers.length < rows) throw new Error(`A transaction of ${rows} rows was answered for ${answers.length}.`);
    return answers.map(({ tag }) => tag);
  });
}

const HEADERS = {
  accept: 'application/json',
  DataServiceVersion: '3.0;',
  MaxDataServiceVersion: '3.0;NetFx',
  'Accept-Charset': 'UTF-8',
  Connection: 'Keep-Alive',
};

function sendTransaction(client: TableClient, writes: readonly TransactionWrite[]): Promise<PipelineResponse> {
  const { account } = addressOf(client);
  const id = randomUUID();
  return send(client, {
    method: 'POST',
    resource: '$batch',
    headers: { ...HEADERS, 'Content-Type': `multipart/mixed; boundary=batch_${id}` },
    body: transactionBody({ table: `${account}/${client.tableName}`, id }, writes),
  });
}

/** The response for a row, or for the whole transaction. */
interface Answer {
  readonly status: number;
  readonly tag: string | undefined;
  readonly text: string;
}

function answersIn({ status, bodyAsText }: PipelineResponse): readonly Answer[] {
  const body = bodyAsText ?? '';
  if (status >= 300) return [{ status, tag: undefined, text: body }];
  // The text before the first separator is the beginning of the response, that after the last its end.
  return body.split('--changesetresponse_').slice(1, -1).map(toAnswer);
}

function toAnswer(text: string): Answer {
  return { status: Number(/HTTP\/1\.1 (\d+)/.exec(text)?.[1]), tag: /ETag: (.*)/i.exec(text)?.[1], text };
}
