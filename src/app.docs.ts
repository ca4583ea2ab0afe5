import type { NestExpressApplication } from '@nestjs/platform-express';
import { DocumentBuilder, type OpenAPIObject, SwaggerModule } from '@nestjs/swagger';
import { completeApi } from './app.examples.js';
import { AppConfig } from './config/app-config.js';

const TAGS: Readonly<Record<string, string>> = {
  calls: 'Calls and their media streams, on all replicas.',
  orders: 'Placed orders, as the kitchen sees them.',
  realtime: 'Sessions with the providers of voices.',
  operations: 'The state of an instance, its metrics, and events as they happen.',
  health: 'Probes for balancers and Kubernetes; open to anyone.',
  twilio: 'Webhooks that Twilio asks; each is signed.',
};

const TOKENS = 'OPS_TOKEN; KITCHEN_TOKEN for orders, METRICS_TOKEN for metrics';

/** The OpenAPI document of every route. */
export function describeApi(app: NestExpressApplication): OpenAPIObject {
  const { version } = app.get(AppConfig);
  const description = new DocumentBuilder()
    .setOpenAPIVersion('3.1.0')
    .setTitle('VoicePlate')
    .setDescription('The restaurant phone line: calls, orders and health.')
    .setVersion(version)
    .setLicense('MIT', 'https://opensource.org/license/mit')
    .addServer('/', 'The instance that serves this document')
    .addBearerAuth({ type: 'http', scheme: 'bearer', description: TOKENS })
    .addBasicAuth({ type: 'http', scheme: 'basic', description: 'Any user; the token as password' })
    .addApiKey(
      {
        type: 'apiKey',
        in: 'header',
        name: 'X-Twilio-Signature',
        description: "HMAC-SHA1 of URL and form, with the account's token",
      },
      'twilio',
    )
    .addSecurityRequirements('bearer')
    .addSecurityRequirements('basic');
  for (const [name, words] of Object.entries(TAGS)) description.addTag(name, words);
  const options = { operationIdFactory };
  return completeApi(SwaggerModule.createDocument(app, description.build(), options));
}

/** `CallsController.hangUp` becomes `callsHangUp`. */
function operationIdFactory(controller: string, method: string): string {
  const room = controller.replace(/Controller$/, '');
  return (
    room.charAt(0).toLowerCase() + room.slice(1) + method.charAt(0).toUpperCase() + method.slice(1)
  );
}
