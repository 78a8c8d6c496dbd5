import '../app/use-case.ts';
