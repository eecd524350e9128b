<?php
// What OAT's QTI-SDK gives for items of QTI 2.1 when they are answered rightly, and not at all: a line for each file.
//
//     php judge_qti_sdk.php SDK FILE…

error_reporting(E_ALL & ~E_DEPRECATED & ~E_WARNING & ~E_NOTICE);
[, $sdk] = $argv;

spl_autoload_register(function ($name) use ($sdk) {
    if (is_file($file = "$sdk/src/" . str_replace('\\', '/', $name) . '.php')) {
        require_once $file;
    }
});

use qtism\common\datatypes\files\FileSystemFileManager;
use qtism\data\storage\xml\XmlDocument;
use qtism\runtime\common\ResponseVariable;
use qtism\runtime\common\State;
use qtism\runtime\tests\AssessmentItemSession;
use qtism\runtime\tests\SessionManager;

function score($item, bool $rightly) {
    $session = new AssessmentItemSession($item, new SessionManager(new FileSystemFileManager()));
    $session->beginItemSession();
    $session->beginAttempt();
    $given = new State();
    foreach ($item->getResponseDeclarations() as $declared) {
        $response = ResponseVariable::createFromDataModel($declared);
        if ($rightly) {
            $response->setValue($response->getCorrectResponse());
        }
        $given->setVariable($response);
    }
    $session->endAttempt($given);
    return $session['SCORE']?->getValue();
}

foreach (array_slice($argv, 2) as $path) {
    try {
        $document = new XmlDocument();
        $document->loadFromString(file_get_contents($path));
        $item = $document->getDocumentComponent();
        $told = ['right' => score($item, true), 'none' => score($item, false)];
    } catch (Throwable $fault) {
        $told = ['fault' => get_class($fault) . ': ' . $fault->getMessage()];
    }
    echo json_encode($told), "\n";
}
