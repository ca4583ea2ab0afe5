import { Controller, Get, NotFoundException, Param, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { Request, Response } from 'express';
import { OpenAccess } from '../ops/open-access.js';
import { PageAssets } from './page-assets.js';

/** A name has a hash of its file: another content is another name. */
const FOR_GOOD = 'public, max-age=31536000, immutable';

/** Scripts, styles and sounds of the pages. They hold nothing that is not in the source. */
@ApiExcludeController()
@Controller('assets')
@OpenAccess()
export class AssetsController {
  constructor(private readonly assets: PageAssets) {}

  @Get(':name')
  send(@Param('name') name: string, @Req() request: Request, @Res() response: Response): void {
    const asset = this.assets.find(name);
    if (asset === null) throw new NotFoundException('There is no such file.');
    const coding = request.acceptsEncodings([...asset.bytes.keys()].toReversed());
    const known = coding !== false && asset.bytes.has(coding) ? coding : 'identity';
    response.setHeader('Cache-Control', FOR_GOOD);
    response.setHeader('Content-Type', asset.mediaType);
    response.setHeader('Vary', 'Accept-Encoding');
    if (known !== 'identity') response.setHeader('Content-Encoding', known);
    response.end(asset.bytes.get(known));
  }
}
