import type { Shown } from '../../elements/shown.ts';
import { useEmergencyStop } from '../../elements/use-emergency-stop.ts';
import { describeActor } from '../../model/story.ts';
import { formatMoment, type Zone } from '../../model/times.ts';

interface DespiteStopProps {
  readonly shown: Shown;
  readonly zone: Zone;
  readonly isWanted: boolean;
  readonly onChange: (isWanted: boolean) => void;
}

/** During an emergency stop, offers to carry out a request nevertheless, and says what that means. */
export function DespiteStop({ shown, zone, isWanted, onChange }: DespiteStopProps) {
  const stop = useEmergencyStop(shown);
  if (stop === undefined) return null;
  return (
    <div class="despite-stop">
      <label>
        <input type="checkbox" checked={isWanted} onChange={(event) => onChange(event.currentTarget.checked)} /> Carry
        it out despite the emergency stop
      </label>
      <p class="warning">
        {describeActor(stop.actor)} stopped everything {formatMoment(stop.at, zone)}: {stop.reason}. Only this request
        is carried out. The stop goes on: no policy acts, and other requests are refused.
      </p>
    </div>
  );
}
