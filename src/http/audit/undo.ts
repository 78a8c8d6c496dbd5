import * as api from '../../api/undo.ts';
import { reversalOf } from '../../app/undo/undo-record.ts';
import { toEffectView } from '../serving/effect-view.ts';
import { operation } from '../serving/operation.ts';

export const undoRecord = operation(api.undoRecord).by(
  async ({ query: { dryRun }, body: { record }, caller: { actor } }, ports) => {
    const reversal = await reversalOf(ports, record, actor);
    const { says } = reversal;
    if (dryRun) {
      const effect = await reversal.effect();
      return { status: 200, body: toEffectView({ ...effect, says: `Undo: ${says}. ${effect.says}` }) };
    }
    await reversal.apply();
    return { status: 202, body: { status: 'undone', record, says } };
  },
);
