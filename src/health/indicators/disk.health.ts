import { Injectable } from '@nestjs/common';
import { type HealthIndicatorResult, HealthIndicatorService } from '@nestjs/terminus';
import { StorageWatch } from '../../storage/storage-watch.js';
import { WRITE_FAULT_WORDS } from '../../storage/write-fault.js';

/** Whether the disk of `DATA_DIR` takes writes, and how much of it is free. */
@Injectable()
export class DiskHealthIndicator {
  constructor(
    private readonly indicator: HealthIndicatorService,
    private readonly watch: StorageWatch,
  ) {}

  check(): HealthIndicatorResult<'disk'> {
    const check = this.indicator.check('disk');
    const { disk } = this.watch;
    if (disk === null) return check.up();
    const figures = { freeMb: megabytes(disk.freeBytes), totalMb: megabytes(disk.totalBytes) };
    if (disk.fault) return check.down({ ...figures, message: WRITE_FAULT_WORDS[disk.fault] });
    return disk.low ? check.degraded({ ...figures, message: 'nearly full' }) : check.up(figures);
  }
}

function megabytes(bytes: number): number {
  return Math.round((bytes / 2 ** 20) * 10) / 10;
}
