import 'azurite';
