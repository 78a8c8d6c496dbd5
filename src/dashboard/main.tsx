import { render } from 'preact';
import { takeKey } from './model/access-key.ts';
import { Page } from './parts/page.tsx';

const found = takeKey(location.href);
// The key must not stay in the address bar or in the history of the browser.
if (found.key !== undefined) history.replaceState(null, '', found.address);

// An address with a key that is entered into the open page changes only its fragment.
addEventListener('hashchange', () => {
  if (takeKey(location.href).key !== undefined) location.reload();
});

const place = document.getElementById('page');
if (place !== null) render(<Page keyInAddress={found.key} />, place);
