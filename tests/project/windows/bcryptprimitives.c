/* The one function of a Windows 10 library that programs in Rust ask for and Wine 8 lacks. */
#include <windows.h>

BOOLEAN NTAPI SystemFunction036(PVOID, ULONG);

__declspec(dllexport) BOOL WINAPI ProcessPrng(BYTE *data, SIZE_T size) {
    return SystemFunction036(data, (ULONG)size);
}
