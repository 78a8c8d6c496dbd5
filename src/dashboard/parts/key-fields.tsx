import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';

interface KeyFieldsProps {
  /** Whether the last key was refused. */
  readonly refused: boolean;
  readonly onKey: (key: string) => void;
  /** Whether the sign-in of the platform opens in another tab, so that this one keeps what was typed. */
  readonly isSignInBeside?: boolean;
  /** What is said before the fields. */
  readonly children?: ComponentChildren;
}

/** Prompts for a key of the app, or links to the sign-in of the platform. */
export function KeyFields({ refused, onKey, isSignInBeside = false, children }: KeyFieldsProps) {
  const [text, setText] = useState('');
  const back = encodeURIComponent(`${location.pathname}${location.hash}`);
  return (
    <form
      class="card"
      onSubmit={(event) => {
        event.preventDefault();
        if (text.trim() !== '') onKey(text.trim());
      }}
    >
      {children}
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
        <a
          href={`/.auth/login/aad?post_login_redirect_uri=${back}`}
          {...(isSignInBeside && { target: '_blank', rel: 'noopener' })}
        >
          Sign in
        </a>
        {isSignInBeside && ' in another tab'}
      </p>
      <p class="quiet">
        In Azure: the function app, “App keys”, “Host keys”. An address that ends in <code>#code=…</code> brings the key
        along.
      </p>
    </form>
  );
}
