/**
 * A file or a directory of a node or a task.
 * https://learn.microsoft.com/rest/api/batchservice/nodes/list-node-files#batchnodefile (api-version 2025-06-01)
 */
export interface WireNodeFile {
  readonly name: string;
  readonly url: string;
  readonly isDirectory: boolean;
  readonly properties?: {
    readonly lastModified: string;
    readonly contentLength: number;
    readonly contentType?: string;
    readonly fileMode?: string;
  };
}

/** https://learn.microsoft.com/rest/api/batchservice/nodes/get-node-remote-login-settings (api-version 2025-06-01) */
export interface WireRemoteLoginSettings {
  readonly remoteLoginIPAddress: string;
  readonly remoteLoginPort: number;
}

/** https://learn.microsoft.com/rest/api/batchservice/tasks/list-sub-tasks#batchsubtask (api-version 2025-06-01) */
export interface WireSubtask {
  readonly id: number;
  readonly state: 'preparing' | 'running' | 'completed';
  readonly startTime?: string;
  readonly endTime?: string;
  readonly exitCode?: number;
  readonly result?: 'success' | 'failure';
  readonly stateTransitionTime?: string;
  readonly nodeInfo?: Readonly<Record<string, string>>;
}

/** https://learn.microsoft.com/rest/api/batchservice/pools/list-pool-usage-metrics#batchpoolusagemetrics (api-version 2025-06-01) */
export interface WirePoolUsageMetrics {
  readonly poolId: string;
  readonly startTime: string;
  readonly endTime: string;
  readonly vmSize: string;
  readonly totalCoreHours: number;
}
