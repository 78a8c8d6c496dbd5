/** The default account. Its key is published and protects nothing. */
export const DEFAULT_ACCOUNT = {
  name: 'demo',
  key: 'TGFtcGxpZ2h0ZXIgZW11bGF0b3I6IGEgd2VsbC1rbm93biBrZXkgdGhhdCBwcm90ZWN0cyBub3RoaW5nLiAgIA==',
  subscriptionId: '00000000-0000-0000-0000-000000000000',
  resourceGroup: 'demo',
  location: 'westeurope',
} as const;

export const DEFAULT_PORT = 7080;
export const DEFAULT_SEED = 1;
export const DEFAULT_JOURNAL_CAPACITY = 1_000_000;
