/** Wires the modules of the service together. */
import { Module, type DynamicModule } from '@nestjs/common';
import { APP_FILTER, APP_GUARD, APP_PIPE } from '@nestjs/core';
import { CodesModule } from './api/codes/codes.module.js';
import { HealthModule } from './api/health/health.module.js';
import { AllowedMethods } from './api/http/allowed-methods.js';
import { ProblemFilter } from './api/http/problem.filter.js';
import { RolesGuard } from './api/http/roles.guard.js';
import { ValidationPipe } from './api/http/validation.pipe.js';
import { MetricsModule } from './api/metrics/metrics.module.js';
import { QuestionsModule } from './api/questions/questions.module.js';
import { ResourcesModule } from './api/resources/resources.module.js';
import { SnapshotsModule } from './api/snapshots/snapshots.module.js';
import { TracesModule } from './api/traces/traces.module.js';
import { ConfigModule } from './config/config.module.js';
import type { Environment } from './config/environment.js';
import { StoreModule } from './store/store.module.js';

@Module({})
export class AppModule {
  static forRoot(environment: Environment): DynamicModule {
    return {
      module: AppModule,
      imports: [
        ConfigModule.forRoot(environment),
        StoreModule,
        MetricsModule,
        HealthModule,
        SnapshotsModule,
        ResourcesModule,
        QuestionsModule,
        TracesModule,
        CodesModule,
      ],
      providers: [
        AllowedMethods,
        { provide: APP_FILTER, useClass: ProblemFilter },
        { provide: APP_GUARD, useClass: RolesGuard },
        { provide: APP_PIPE, useClass: ValidationPipe },
      ],
    };
  }
}
