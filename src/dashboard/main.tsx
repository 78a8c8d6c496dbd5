import { render } from 'preact';
import { takeKey } from './model/access-key.ts';
import { Page } from './parts/page.tsx';

const found = takeKey(location.href);
// The key must not stay in the address bar or in the history of the browser.
if (found.key !== undefined) history.replaceState(null, '', found.address);

const place = document.getElementById('page');
if (place !== null) render(<Page keyInAddress={found.key} />, place);
