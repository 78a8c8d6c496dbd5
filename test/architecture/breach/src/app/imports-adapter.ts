import '../adapters/store.ts';
