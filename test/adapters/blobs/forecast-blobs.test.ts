import { blobContainer } from '../../../src/adapters/blobs/blob-container.ts';
import { FORECAST_CONTAINER, forecastBlobs } from '../../../src/adapters/blobs/forecast-blobs.ts';
import { onBlobs } from '../../contract/backend.ts';
import { forecastStatesContract } from '../../contract/forecast-states.ts';

const noToken = () => {
  throw new Error('No token is needed here.');
};

forecastStatesContract(onBlobs((storage) => forecastBlobs(blobContainer(storage, noToken, FORECAST_CONTAINER))));
