/** Serves a data set: `data-service DATA EXPORT ARGS STAGES SECRET`, the middle ones as JSON. Tells its parent the URL. */
import { serveDataLoader, type LoaderStage } from 'tensorduct/loader';

const [, , module = '', name = '', args = 'null', stages = '[]', secret = ''] = process.argv;
const service = await serveDataLoader(
  {
    source: { module, export: name, args: JSON.parse(args) as unknown },
    stages: JSON.parse(stages) as LoaderStage[],
  },
  { urls: 'tcp://127.0.0.1:0', ...(secret !== '' && { secret }) },
);
process.send?.(service.urls[0]);
process.on('message', () => process.send?.(String(service.loaders)));
