<?php
// What Moodle's own readers make of files of questions: a line of JSON for every file.
//
//     php judge_moodle.php MOODLE gift|xml|aiken FILE…
//
// MOODLE is a checkout of which nothing is installed: stand-ins take the place of its database, files and plugins.

define('MOODLE_INTERNAL', true);
define('CLI_SCRIPT', true);
error_reporting(E_ALL & ~E_DEPRECATED & ~E_WARNING & ~E_NOTICE);

[, $moodle, $format] = $argv;
$CFG = (object) ['dirroot' => $moodle, 'libdir' => "$moodle/lib", 'debug' => 0, 'debugdeveloper' => false,
    'forced_plugin_settings' => [], 'siteidentifier' => 'none'];

spl_autoload_register(function ($name) use ($moodle) {
    $path = preg_replace('~^core[_/]~', '', str_replace('\\', '/', $name));
    if (is_file($file = "$moodle/lib/classes/$path.php")) {
        require_once $file;
    }
});

interface cache_data_source {}

class cache {
    public static function make() {
        return new self();
    }

    public function get() {
        return [];
    }
}

class plugin_renderer_base {}

class core_tag_tag {
    public static function is_enabled() {
        return true;
    }
}

class core_component {
    public static function get_plugin_directory($type, $name) {
        return "{$GLOBALS['CFG']->dirroot}/question/type/$name";
    }
}

class core_string_manager_standard {
    public function get_string($name, $component = '', $about = null) {
        return trim("$component: $name " . ($about ? json_encode($about) : ''));
    }
}

foreach (['setuplib', 'moodlelib', 'weblib', 'questionlib'] as $part) {
    require_once "$CFG->libdir/$part.php";
}
require_once "$moodle/question/format.php";
require_once "$moodle/question/format/$format/format.php";

// Without the plugins of a site, and keeping what the reader says and the files that come.
trait Judged {
    public array $said = [];
    public array $files = [];

    public function error($message, $text = '', $questionname = '') {
        $this->said[] = "$message $text $questionname";
        $this->importerrors++;
    }

    public function try_importing_using_qtypes($data, $question = null, $extra = null, $qtypehint = '') {
        return false;
    }

    public function import_files_as_draft($xml) {
        foreach ($xml ?: [] as $file) {
            $this->files[] = ['name' => $file['@']['name'], 'digest' => sha1(base64_decode($file['#']))];
        }
        return 0;
    }

    public function read(string $path): array {
        $found = $this->readquestions($this->readdata($path));
        foreach ($found as $question) {
            $question->unknowngrades = $this->unknown((array) ($question->fraction ?? []));
        }
        return $found;
    }

    // Grades of which Moodle knows none, so that it leaves their questions out.
    private function unknown(array $fractions): array {
        $known = question_bank::fraction_options_full();
        return array_values(array_filter($fractions, fn($one) => match_grade_options($known, $one) === false));
    }
}

eval("class judge extends qformat_$format { use Judged; }");

foreach (array_slice($argv, 3) as $path) {
    $judge = new judge();
    $judge->set_display_progress(false);
    $judge->setFilename($path);
    ob_start();
    try {
        $questions = $judge->read($path);
        $told = ['questions' => array_values($questions), 'said' => $judge->said, 'files' => $judge->files];
    } catch (Throwable $fault) {
        $told = ['questions' => [], 'said' => [...$judge->said, (string) $fault], 'files' => []];
    }
    ob_end_clean();
    echo json_encode($told, JSON_INVALID_UTF8_SUBSTITUTE), "\n";
}
