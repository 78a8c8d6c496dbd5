import { Dialog } from '../elements/dialog.tsx';
import { KeyFields } from './key-fields.tsx';

interface KeyDialogProps {
  /** Whether the access that ended was that of a key. */
  readonly hadKey: boolean;
  readonly onKey: (key: string) => void;
  /** Called when the reader wants to see the page without access, such as to copy what they typed. */
  readonly onClose: () => void;
}

/** Prompts for access that has ended while something typed is not saved: the view stays behind the prompt. */
export function KeyDialog({ hadKey, onKey, onClose }: KeyDialogProps) {
  return (
    <Dialog title="The access has ended" onClose={onClose}>
      <p>What you typed is still there. Save it once you have access again.</p>
      <KeyFields refused={hadKey} onKey={onKey} isSignInBeside />
    </Dialog>
  );
}
