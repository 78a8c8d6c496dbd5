const { app, output } = require('@azure/functions');

const more = output.storageQueue({ queueName: 'work', connection: 'AzureWebJobsStorage' });

app.timer('tick', {
  schedule: '%TICK_SCHEDULE%',
  handler: (timer, context) => {
    context.info(JSON.stringify({ timer }));
    if (process.env.TICK_FAILS === 'yes') throw new Error('no tick');
    return process.env.TICK_FAILS === 'never ends' ? new Promise(() => undefined) : undefined;
  },
});

app.storageQueue('work', {
  queueName: 'work',
  connection: 'AzureWebJobsStorage',
  extraOutputs: [more],
  handler: (message, context) => {
    if (message.sends) context.extraOutputs.set(more, message.sends);
    context.info(JSON.stringify({ message, dequeueCount: context.triggerMetadata.dequeueCount }));
    if (message.fails) throw new Error('no work');
  },
});

app.storageQueue('work-poison', {
  queueName: 'work-poison',
  connection: 'AzureWebJobsStorage',
  handler: (message, context) => {
    context.info(JSON.stringify({ poison: message }));
    if (message.failsFor === 'ever') throw new Error('no record');
  },
});
