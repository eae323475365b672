/* python.exe of Windows: runs the python311.dll beside it; in the Scripts of an environment it starts, as the
   one that venv puts there does, the Python that pyvenv.cfg names. */
#include <stdio.h>
#include <windows.h>

enum { LONGEST = 32768 };
typedef int (*Main)(int, wchar_t **);

static void cut_name(wchar_t *path) {
    wchar_t *last = wcsrchr(path, L'\\');
    if (last) *last = 0;
}

static int fail(const char *what) {
    fprintf(stderr, "%s\n", what);
    return 101;
}

static int home_of(const wchar_t *settings, wchar_t *home) {
    char line[4096];
    FILE *file = _wfopen(settings, L"rb");
    int found = 0;
    while (file && !found && fgets(line, sizeof line, file)) {
        line[strcspn(line, "\r\n")] = 0;
        found = !strncmp(line, "home = ", 7) && MultiByteToWideChar(CP_UTF8, 0, line + 7, -1, home, LONGEST - 20);
    }
    if (file) fclose(file);
    return found;
}

static int run_base(wchar_t *base, const wchar_t *self) {
    static wchar_t command[LONGEST];
    const wchar_t *rest = GetCommandLineW();
    BOOL quoted = FALSE;
    DWORD code = 101;
    STARTUPINFOW start;
    PROCESS_INFORMATION child;
    JOBOBJECT_EXTENDED_LIMIT_INFORMATION limits = {0};
    HANDLE job = CreateJobObjectW(NULL, NULL);

    for (; *rest && (quoted || *rest != L' '); rest++)
        if (*rest == L'"') quoted = !quoted;
    wcscat(base, L"\\python.exe");
    _snwprintf(command, LONGEST - 1, L"\"%ls\"%ls", base, rest);
    SetEnvironmentVariableW(L"__PYVENV_LAUNCHER__", self);
    limits.BasicLimitInformation.LimitFlags =
        JOB_OBJECT_LIMIT_KILL_ON_JOB_CLOSE | JOB_OBJECT_LIMIT_SILENT_BREAKAWAY_OK;
    SetInformationJobObject(job, JobObjectExtendedLimitInformation, &limits, sizeof limits);
    GetStartupInfoW(&start);
    if (!CreateProcessW(base, command, NULL, NULL, TRUE, 0, NULL, NULL, &start, &child))
        return fail("the Python of this environment does not start");
    AssignProcessToJobObject(job, child.hProcess);
    WaitForSingleObject(child.hProcess, INFINITE);
    GetExitCodeProcess(child.hProcess, &code);
    return code;
}

int wmain(int argc, wchar_t **argv) {
    static wchar_t self[LONGEST], path[LONGEST], home[LONGEST];
    HMODULE library;
    GetModuleFileNameW(NULL, self, LONGEST);
    wcscpy(path, self);
    cut_name(path);
    cut_name(path);
    wcscat(path, L"\\pyvenv.cfg");
    if (home_of(path, home)) return run_base(home, self);
    wcscpy(path, self);
    cut_name(path);
    wcscat(path, L"\\python311.dll");
    library = LoadLibraryExW(path, NULL, LOAD_WITH_ALTERED_SEARCH_PATH);
    if (!library) return fail("python311.dll does not load");
    return ((Main)(void *)GetProcAddress(library, "Py_Main"))(argc, argv);
}
