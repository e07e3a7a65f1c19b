/** Makes the settings injectable everywhere. */
import { Module, type DynamicModule } from '@nestjs/common';
import { ENVIRONMENT, type Environment } from './environment.js';

@Module({})
export class ConfigModule {
  static forRoot(environment: Environment): DynamicModule {
    return { module: ConfigModule, global: true, providers: [{ provide: ENVIRONMENT, useValue: environment }], exports: [ENVIRONMENT] };
  }
}
