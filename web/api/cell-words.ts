import { dutyCatalogue } from '../../queries/statements.ts'
import type { Language, Words } from './language.ts'

type CellWords = Readonly<Record<string, Words>>
const words = (zh: string, en: string): Words => ({ zh, en })

const STATUSES: CellWords = {
  met: words('按时', 'on time'),
  late: words('迟办', 'late'),
  missed: words('未办', 'missed'),
  ahead: words('已办未到期', 'done, not yet due'),
  pending: words('未到期', 'not yet due'),
}

const OPEN_OR_CLOSED: CellWords = {
  open: words('未结', 'Open'),
  closed: words('已结', 'Closed'),
}

const INCIDENT_KINDS: CellWords = {
  injury: words('意外伤害', 'Injury'),
  missing: words('失踪', 'Missing'),
  illness: words('突发疾病', 'Illness'),
  violence: words('家庭暴力', 'Domestic violence'),
  assault: words('不法侵害', 'Assault'),
  unattended: words('无人监护', 'Unattended'),
  bullying: words('校园欺凌', 'Bullying'),
  other: words('其他', 'Other'),
}

const REGISTERS: CellWords = {
  census: words('摸底花名册', 'census'),
  files: words('儿童档案', "children's files"),
  pairings: words('结对帮扶', 'pairings'),
  contacts: words('谈心走访', 'contacts'),
  incidents: words('突发事件', 'incidents'),
  enrolments: words('学籍变动', 'enrolments'),
  legal_cases: words('法律援助', 'legal aid cases'),
  checkups: words('健康体检', 'health checks'),
  homes: words('留守儿童之家', 'homes for left-behind children'),
  activities: words('活动台账', 'activities of the homes'),
  plans: words('个别教育方案', 'individual plans'),
  assistance: words('资助帮扶', 'payments of help'),
  school_links: words('单位包校', 'departments linked to schools'),
}

const STATES: CellWords = {
  loaded: words('已读入', 'loaded'),
  unchanged: words('无变化', 'unchanged'),
  held: words('搁置', 'held'),
  refused: words('退回', 'refused'),
  absent: words('未收到', 'absent'),
  failed: words('取数失败', 'failed'),
}

const REASONS: CellWords = {
  page: words('页面', 'page'),
  command: words('命令行', 'command'),
  schedule: words('定时', 'schedule'),
  catch_up: words('补取', 'catching up'),
}

const LEVELS: CellWords = {
  county: words('县', 'County'),
  township: words('乡镇', 'Township'),
  village: words('村', 'Village'),
  school: words('学校', 'School'),
}

const SUBJECTS: CellWords = {
  child: words('儿童', 'Child'),
  incident: words('突发事件', 'Incident'),
  home: words('留守儿童之家', 'Home'),
  standard: words('八有之一', 'One of the eight standards'),
  case: words('法律援助案件', 'Legal aid case'),
  school: words('学校', 'School'),
  township: words('乡镇', 'Township'),
}

const TOLD: CellWords = {
  register: words('台账', 'In the register'),
  live: words('实时报送', 'Told live'),
  both: words('台账和实时报送', 'Both'),
}

const BEYOND: CellWords = {
  low: words('低于界限', 'Below'),
  high: words('高于界限', 'Above'),
}

/** What people call the codes of a column in a workbook: the words of the pages. Other formats keep the codes. */
export const CELL_WORDS: Readonly<Record<string, CellWords>> = {
  level: LEVELS,
  status: { ...STATUSES, ...OPEN_OR_CLOSED },
  notify_guardian_status: STATUSES,
  notify_parents_status: STATUSES,
  report_authority_status: STATUSES,
  kind: INCIDENT_KINDS,
  register: REGISTERS,
  state: STATES,
  register_state: STATES,
  reason: REASONS,
  subject_kind: SUBJECTS,
  told: TOLD,
  beyond: BEYOND,
}

/** The text of a cell in people's words; one that is no known code stays as it is. */
export function cellText(column: string, text: string, language: Language): string {
  if (column === 'duty') return dutyCatalogue().find(({ code }) => code === text)?.[language] ?? text
  return CELL_WORDS[column]?.[text]?.[language] ?? text
}
