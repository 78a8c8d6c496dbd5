import { app } from '@azure/functions';
import { ports } from '../composition.ts';
import { endpoint } from '../http/endpoint.ts';
import type { Operation } from '../http/operation.ts';

/** Registers operations of the API with the host. What is not open asks for a function key. */
export function register(operations: readonly Operation[]): void {
  for (const operation of operations) {
    const { name, method, route, access } = operation;
    const authLevel = access === 'open' ? 'anonymous' : 'function';
    app.http(name, { methods: [method], route, authLevel, handler: endpoint(ports, operation) });
  }
}
