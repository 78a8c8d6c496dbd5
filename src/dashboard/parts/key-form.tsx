import { useState } from 'preact/hooks';

/** Asks for a function key. */
export function KeyForm({ refused, onKey }: { readonly refused: boolean; readonly onKey: (key: string) => void }) {
  const [text, setText] = useState('');
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
        <p>This page shows what the API of the app shows. It needs a function key, and keeps it in this tab only.</p>
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
          {refused ? 'The app does not take this key.' : ''}
        </p>
        <button type="submit" class="primary">
          Open
        </button>
        <p class="quiet">
          In Azure: the function app, “App keys”, “Host keys”. An address that ends in <code>#code=…</code> brings the
          key along.
        </p>
      </form>
    </main>
  );
}
