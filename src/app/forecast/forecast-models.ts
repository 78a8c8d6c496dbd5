import type { ForecastModel } from '../../core/forecast/forecast-model.ts';
import { decodeModel, encodeModel } from '../../core/forecast/forecast-state.ts';
import { poolKey } from '../../core/pool/pool-key.ts';
import type { PoolName } from '../../core/pool/pool-name.ts';
import type { HasForecastStates } from '../../ports/forecast-states.ts';

/** The forecast models of pools in the memory of this instance. */
export interface ForecastModels {
  /**
   * The model of a pool; `undefined` if there is none. If it has not seen the minute `needed`, it is read again, because
   * another instance may have learned it.
   */
  modelOf(pool: PoolName, needed: number): Promise<ForecastModel | undefined>;
  /**
   * Keeps a model in memory, and stores it if an hour has passed since the last time. If another instance has stored one first,
   * that one is used.
   */
  hold(pool: PoolName, model: ForecastModel): Promise<void>;
}

export interface HasForecastModels {
  readonly forecastModels: ForecastModels;
}

interface Held {
  readonly model: ForecastModel;
  readonly tag: string | undefined;
  /** The last minute that the stored state has seen. */
  readonly keptMinute: number;
}

/** A model takes about 200 kB of memory. */
const MOST_HELD = 500;
const KEPT_EVERY_MINUTES = 60;

/** Keeps models in memory, so that an evaluation reads none, and stores each once an hour. */
export function holdModels({ forecastStates }: HasForecastStates): ForecastModels {
  const held = new Map<string, Held>();
  const remember = (key: string, one: Held) => {
    held.delete(key);
    held.set(key, one);
    const [oldest] = held.keys();
    if (held.size > MOST_HELD && oldest !== undefined) held.delete(oldest);
  };
  return {
    modelOf: async (pool, needed) => {
      const known = held.get(poolKey(pool));
      if (known !== undefined && known.model.history.minute >= needed) return known.model;
      const state = await forecastStates.read(pool);
      const model = state && decodeModel(state.bytes);
      if (state === undefined) return known?.model;
      if (model === undefined) {
        // The stored state is of another version: the model is learned again, and replaces it.
        held.delete(poolKey(pool));
        return undefined;
      }
      remember(poolKey(pool), { model, tag: state.tag, keptMinute: model.history.minute });
      return model;
    },
    hold: async (pool, model) => {
      const known = held.get(poolKey(pool));
      const { minute } = model.history;
      // A stored state may be that of a clock that was ahead.
      const isDue = known === undefined || Math.abs(minute - known.keptMinute) >= KEPT_EVERY_MINUTES;
      if (!isDue) {
        remember(poolKey(pool), { ...known, model });
        return;
      }
      const before = known?.tag ?? (await forecastStates.read(pool))?.tag;
      const tag = await forecastStates.write(pool, encodeModel(model), before);
      if (tag === undefined) held.delete(poolKey(pool));
      else remember(poolKey(pool), { model, tag, keptMinute: minute });
    },
  };
}
