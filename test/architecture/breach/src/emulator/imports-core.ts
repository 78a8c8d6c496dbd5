import '../core/decide.ts';
