/**
 * Versions of the Batch data plane that are known here, oldest first. Clients in use ask for old ones: the azurerm provider of
 * Terraform for 2022-01-01.15.0, the clients for JavaScript and Python of 2023 for 2023-05-01.17.0. From 2020-09-01.12.0 on
 * pools have task slots. Start and deallocate exist from 2024-07-01.20.0 on; the state `upgradingos` from 2023-11-01.18.0 on.
 * https://learn.microsoft.com/rest/api/batchservice/batch-service-rest-api-versioning
 */
export const API_VERSIONS = [
  '2020-09-01.12.0',
  '2021-06-01.14.0',
  '2022-01-01.15.0',
  '2022-10-01.16.0',
  '2023-05-01.17.0',
  '2023-11-01.18.0',
  '2024-02-01.19.0',
  '2024-07-01.20.0',
  '2025-06-01',
] as const;

export type ApiVersion = (typeof API_VERSIONS)[number];

/**
 * Versions of the management plane (Azure Resource Manager) that are known here, oldest first. `upgradePolicy` exists from
 * 2024-02-01 on, `tags` on pools from 2024-07-01 on.
 */
export const ARM_API_VERSIONS = [
  '2021-01-01',
  '2021-06-01',
  '2022-01-01',
  '2022-06-01',
  '2022-10-01',
  '2023-05-01',
  '2023-11-01',
  '2024-02-01',
  '2024-07-01',
  '2025-06-01',
] as const;

export type ArmApiVersion = (typeof ARM_API_VERSIONS)[number];
