import 'croner';
