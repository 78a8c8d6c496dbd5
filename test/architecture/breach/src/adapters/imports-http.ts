import '../http/door.ts';
