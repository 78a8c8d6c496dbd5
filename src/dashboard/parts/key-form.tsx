import { useState } from 'preact/hooks';

interface KeyFormProps {
  /** Whether the last key was refused. */
  readonly refused: boolean;
  readonly onKey: (key: string) => void;
}

/** Prompts for a key of the app, or links to the sign-in of the platform. */
export function KeyForm({ refused, onKey }: KeyFormProps) {
  const [text, setText] = useState('');
  const back = encodeURIComponent(`${location.pathname}${location.hash}`);
  return (
    <main class="door">
      <form
        class="card"
        onSubmit={(event) => {
          event.preventDefault();
          if (text.trim() !== '') onKey(text.trim());
        }}
      >
        <h1>
          <span class="lamp running" aria-hidden="true" /> Lamplighter
        </h1>
        <p>
          This page shows and does what the API of the app does. It needs a function key, and keeps it in this tab only.
        </p>
        <label for="key">Function key</label>
        <input
          id="key"
          type="password"
          autocomplete="off"
          spellcheck={false}
          value={text}
          aria-describedby="refused"
          onInput={(event) => setText(event.currentTarget.value)}
        />
        <p id="refused" class="error" role="alert">
          {refused ? 'The app does not accept this key.' : ''}
        </p>
        <button type="submit" class="primary">
          Open
        </button>
        <p>
          Or, where the sign-in of the platform is on:{' '}
          <a href={`/.auth/login/aad?post_login_redirect_uri=${back}`}>Sign in</a>
        </p>
        <p class="quiet">
          In Azure: the function app, “App keys”, “Host keys”. An address that ends in <code>#code=…</code> brings the
          key along.
        </p>
      </form>
    </main>
  );
}
