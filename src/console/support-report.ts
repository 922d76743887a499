import { makeSupportReport } from '../node/support-report.ts'
import type { Section } from './routes.ts'

/** The report as a file, for whoever helps. */
export const supportReport: Section = (on, parts) => {
  on.get('/support-report', async (context) => {
    const report = await makeSupportReport(parts)
    const name = `samentel-${parts.self}-support-report.json`
    return context.body(`${JSON.stringify(report, null, 2)}\n`, 200, {
      'content-type': 'application/json; charset=utf-8',
      'content-disposition': `attachment; filename="${name}"`,
    })
  })
}
