/* The bytes of every page, script, font and clip, taken in by the assembler: fast, however many there are. */
    .section .rodata
    .global hallcall_web_blob
    .balign 16
hallcall_web_blob:
    .incbin HALLCALL_WEB_BLOB
    .byte 0
    .section .note.GNU-stack,"",@progbits
